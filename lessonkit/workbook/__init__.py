"""What a learner keeps: entries, where they are kept, the lock on them, and the file that carries them.

`entry` is what is kept and how it changes; `lock` the passphrase; `file` what is carried from host to host; `store`
the SQLite file on this device; `places` puts each entry where the learner chose; `desk` talks with the activities.
Nothing here logs, prints, or puts what a learner wrote into the text of an exception.
"""
