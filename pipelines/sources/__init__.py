"""Takes paths; gives documents as bytes with what the user says of them, and a refusal for each unreadable input.

Never parses a document, never guesses a date, never follows a link.
"""
