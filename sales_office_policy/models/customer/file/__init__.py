# a model before its parts
from . import served_mixin
from . import file_item
from . import customer_grade
from . import customer_file
from . import grade_proposal
from . import visit_coverage

from . import evidence
from . import return_visit
from . import filed_partner
