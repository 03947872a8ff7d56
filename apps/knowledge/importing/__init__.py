"""Knowledge from files. Files become rows, a row what is wanted, and that is stored or refused.

1. `files` finds the files in what was given: a folder, an archive, several uploads.
2. `reading` divides a file into rows; `help_center` and `front_matter` know two formats of others.
3. `interpreting` says what a row wants to be, or why it cannot be.
4. `storing` writes it where something differs.
5. `running` does all this step by step, so that a restart loses nothing.
"""
