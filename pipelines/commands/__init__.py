"""What the `entente` command does, a module for each subcommand that is more than a few lines."""
