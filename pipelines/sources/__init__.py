"""Takes paths and addresses; gives documents as bytes with what is said of them, and a refusal for each unusable input.

Never takes an article apart, never guesses a date, never follows a link in the file system.
"""
