"""calls"""
import sys, cProfile, pstats, gc, time
sys.path.insert(0, "/tmp/wt/bench/benchmarks")
import overhead
def run(env, bare):
    offices = {"without": overhead._Office(bare, roles=False), "with": overhead._Office(env, roles=True)}
    for person in ("manager","clerk"):
      for act in (overhead._open_lead, overhead._open_order, overhead._confirm, overhead._post):
        calls = {}; cpu = {}
        for name, o in offices.items():
            for _ in range(3): o.measure(person, act)
            pr = cProfile.Profile(); pr.enable()
            for _ in range(3): s, q = o.measure(person, act)
            pr.disable()
            calls[name] = pstats.Stats(pr).total_calls / 3
        gc.collect()
        best = {"with": [], "without": []}
        for _ in range(12):
            for name, o in offices.items():
                t = time.process_time(); o.measure(person, act); best[name].append(time.process_time() - t)
        yield f"{person} {act.__name__}: calls {calls['without']:.0f}, more %", (calls["with"]/calls["without"]-1)*100, ""
        yield f"{person} {act.__name__}: best cpu, more %", (min(best["with"])/min(best["without"])-1)*100, ""
