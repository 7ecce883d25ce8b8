"""What the registry remembers from test to test, which is what keeps them quick."""

from unittest.mock import patch

from ..common import SalesOfficeCommon, forgetting_only, noting_invalidations


class TestKeptCaches(SalesOfficeCommon):
    def test_only_what_was_invalidated_is_forgotten(self):
        """R137: at the end of a test or a class the caches are forgotten that it invalidated, and no others."""
        names, forgotten = set(), []
        with noting_invalidations(self.registry, names):
            self.registry.clear_cache("assets")
            self.registry.clear_cache()
        self.assertEqual(names, {"assets", "default"})
        note = patch.object(type(self.registry), "clear_cache", lambda registry, *cleared: forgotten.extend(cleared))
        with note, forgetting_only(self.registry, names):
            self.registry.clear_all_caches()
        self.assertEqual(set(forgotten), names)
        with note, forgetting_only(self.registry, set()):
            self.registry.clear_all_caches()
        self.assertEqual(len(forgotten), 2)
