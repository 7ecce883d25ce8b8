"""What the tests of ./dev ask again and again."""

import pytest

from devtool.paths import DevError


def refusal(function, *arguments, **keywords):
    """Call the function and return the line of the DevError it ends with."""
    with pytest.raises(DevError) as caught:
        function(*arguments, **keywords)
    return str(caught.value)
