"""The pairing of rows with columns that has the greatest total weight."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def best_pairs(weights: Sequence[Sequence[float]]) -> dict[int, int]:
    """Row -> column, one to one, by the greatest total weight; a row may stay alone, weights are not negative.

    Shortest augmenting paths with potentials. Of equal choices the leftmost column wins, so the result is the same
    each time.
    """
    rows = len(weights)
    if not rows or not len(weights[0]):
        return {}
    # A spare column for each row, of weight 0, lets a row stay alone.
    cost = np.hstack([-np.asarray(weights, dtype=float), np.zeros((rows, rows))])
    columns = cost.shape[1]
    row_price, column_price = np.zeros(rows), np.zeros(columns)
    taken_by = np.full(columns, -1)
    for row in range(rows):
        distance = np.full(columns, np.inf)
        reached_from = np.full(columns, columns)
        done = np.zeros(columns, dtype=bool)
        column, current = -1, row
        while True:
            reach = cost[current] - row_price[current] - column_price
            better = ~done & ((reach < distance) | ((reach == distance) & (column < reached_from)))
            distance[better], reached_from[better] = reach[better], column
            column = int(np.argmin(np.where(done, np.inf, distance)))
            step = distance[column]
            row_price[row] += step
            row_price[taken_by[done]] += step
            column_price[done] -= step
            distance[~done] -= step
            done[column] = True
            if taken_by[column] < 0:
                break
            current = int(taken_by[column])
        while column >= 0:
            before = int(reached_from[column])
            taken_by[column] = taken_by[before] if before >= 0 else row
            column = before
    return {int(row): column for column, row in enumerate(taken_by) if row >= 0}
