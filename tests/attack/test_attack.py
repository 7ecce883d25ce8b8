"""The whole attack, a class for each role: run it with ./dev attack."""

import pytest

from . import tries

pytestmark = pytest.mark.attack


class TestAttackRepresentative(tries.Tries):
    viewer = "rep"


class TestAttackTeamLeader(tries.Tries):
    viewer = "leader"


class TestAttackManager(tries.Tries):
    viewer = "manager"


class TestAttackDirector(tries.Tries):
    viewer = "director"


class TestAttackClerk(tries.Tries):
    viewer = "clerk"


class TestAttackCustomerRelations(tries.Tries):
    viewer = "relations"


class TestAttackFinance(tries.Tries):
    viewer = "finance"


class TestAttackPolicyAdministrator(tries.Tries):
    viewer = "policy_admin"


class TestAttackOutsider(tries.Tries):
    viewer = "outsider"


class TestAttackPortal(tries.Tries):
    viewer = "portal"


class TestAttackOtherCompany(tries.Tries):
    viewer = "director_valley"
