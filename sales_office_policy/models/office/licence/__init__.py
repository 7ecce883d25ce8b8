from . import partner_licence
