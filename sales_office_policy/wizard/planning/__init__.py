from . import target_split
