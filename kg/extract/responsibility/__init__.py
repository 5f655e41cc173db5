"""Who is responsible, as plain wording has it: claims, denials and blame, by the verb, its subject and the event that its object names.

`acts` finds the verbs with their subjects, carried over or not; `deeds` what an object says somebody did; `told` what comes of both.
`accusations` reads the order of words after verbs that accuse.
"""
