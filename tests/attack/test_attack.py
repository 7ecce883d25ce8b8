"""The whole attack, a class for each role: run it with ./dev attack."""

import pytest

from . import tries

pytestmark = pytest.mark.attack


class TestAttackRepresentative(tries.Tries):
    viewer = "rep"


class TestAttackTeamLeader(tries.Tries):
    viewer = "leader"
    number = 1


class TestAttackManager(tries.Tries):
    viewer = "manager"
    number = 2


class TestAttackDirector(tries.Tries):
    viewer = "director"
    number = 3


class TestAttackClerk(tries.Tries):
    viewer = "clerk"
    number = 4


class TestAttackCustomerRelations(tries.Tries):
    viewer = "relations"
    number = 5


class TestAttackFinance(tries.Tries):
    viewer = "finance"
    number = 6


class TestAttackPolicyAdministrator(tries.Tries):
    viewer = "policy_admin"
    number = 7


class TestAttackOutsider(tries.Tries):
    viewer = "outsider"
    number = 8


class TestAttackPortal(tries.Tries):
    viewer = "portal"
    number = 9


class TestAttackOtherCompany(tries.Tries):
    viewer = "director_valley"
    number = 10
