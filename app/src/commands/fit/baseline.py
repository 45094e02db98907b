"""OR-tools' minimum cost flow on one question of `tenfold fit gen`: python3 baseline.py FILE.

Each pair is an arc of capacity 1, each unmet slot an arc straight to the sink at a penalty of 2000. Prints one line of JSON.
"""
import json
import resource
import sys
import time

import numpy
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

PENALTY = 2000


def read(path):
    data = open(path, "rb").read()
    if data[:8] != b"MTCH0001":
        sys.exit(f"{path}: does not begin with MTCH0001")
    needs, experts, pairs = numpy.frombuffer(data, "<u8", 3, 8).astype(int)
    at = 32
    columns = []
    for count, kind, size in [(needs, "<i4", 4), (experts, "<i4", 4), (needs + 1, "<i8", 8), (pairs, "<i4", 4), (pairs, "<i4", 4)]:
        columns.append(numpy.frombuffer(data, kind, count, at).astype(numpy.int64))
        at += count * size
    return columns


demand, capacity, start, expert, score = read(sys.argv[1])
needs, experts = len(demand), len(capacity)
sink = needs + experts
clocks = [(time.time(), time.process_time())]
flow = SimpleMinCostFlow()
flow.add_arcs_with_capacity_and_unit_cost(
    numpy.repeat(numpy.arange(needs), numpy.diff(start)), needs + expert, numpy.ones_like(expert), -score)
flow.add_arcs_with_capacity_and_unit_cost(
    needs + numpy.arange(experts), numpy.full(experts, sink), capacity, numpy.zeros_like(capacity))
unmet = flow.add_arcs_with_capacity_and_unit_cost(
    numpy.arange(needs), numpy.full(needs, sink), demand, numpy.full(needs, PENALTY))
flow.set_nodes_supplies(numpy.arange(needs), demand)
flow.set_node_supply(sink, -int(demand.sum()))
clocks.append((time.time(), time.process_time()))
status = flow.solve()
clocks.append((time.time(), time.process_time()))
if status != flow.OPTIMAL:
    sys.exit(f"not solved: {status}")
built, solved = ([b - a for a, b in zip(*pair)] for pair in zip(clocks, clocks[1:]))
print(json.dumps({
    "objective": -int(flow.optimal_cost()),
    "unmet": int(flow.flows(unmet).sum()),
    "solve_wall_seconds": solved[0],
    "solve_cpu_seconds": solved[1],
    "load_seconds": built[1],
    "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
}))
