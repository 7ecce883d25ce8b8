from . import deadline_mixin
