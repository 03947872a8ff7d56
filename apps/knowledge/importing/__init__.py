"""Imports articles, macros and actions from files.

1. `files` lists the files of a folder, an archive or an upload.
2. `reading` divides a file into rows; `help_center` and `front_matter` parse two formats of others.
3. `interpreting` turns a row into an article, a macro or an action, or refuses it with a reason.
4. `storing` stores it, if it differs from what is stored.
5. `running` does all this in steps, so that an import survives a restart.
"""
