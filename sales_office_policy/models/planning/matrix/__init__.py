from . import target_matrix
