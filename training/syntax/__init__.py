"""How the syntactic model is made: see the README beside this file."""
