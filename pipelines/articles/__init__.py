"""Takes documents; gives clean articles with their sentences, and a rejection for each that is no English article.

Never asks the network or the clock, never invents what the text, the page or the manifest does not say.
"""
