"""A sample of the attack that every run makes: all public methods, and what does not fit them."""

from .arguments import ODD_IDS, ODD_VALUES, get_fitting, get_parameters
from .attack import Attack


class TestAttackSample(Attack):
    viewer = "director"

    def test_what_does_not_fit(self):
        """R135: each public method answers odd ids and arguments with a sentence in Chinese, whatever their number."""
        methods = {function: (model_name, name, kind) for model_name, name, function, kind in self.get_methods()}
        for function, (model_name, name, kind) in methods.items():  # what many models inherit, once
            about = [] if getattr(function, "_api_model", False) else [[]]
            parameters = get_parameters(function)
            if kind == "own":
                self.call(model_name, name, about, next(get_fitting(self, function, self.env[model_name]), {}))
                self.call(model_name, name, [*about, *["x"] * (len(parameters) + 1)])
                self.call(model_name, name, about, {"no_such_argument": 1})
                for number in range(len(parameters)):
                    for odd in ODD_VALUES[::5]:
                        self.call(model_name, name, [*about, *[None] * number, odd])
            for ids in ODD_IDS[::4] if about else ():
                self.call(model_name, name, [ids, *[None] * len(parameters)], kind=kind)
        self.assertGreater(self.figures["refusals"], 1000)
