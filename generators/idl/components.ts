/** The strongly connected components of a graph, in the order of its nodes. */
export function components(graph: ReadonlyMap<string, ReadonlySet<string>>): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const open: string[] = [];
  const homes = new Map<string, number>();
  let count = 0;
  const visit = (node: string): number => {
    const mine = order.size;
    order.set(node, mine);
    open.push(node);
    let low = mine;
    for (const next of graph.get(node) ?? []) {
      if (!graph.has(next)) continue;
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (!homes.has(next)) low = Math.min(low, order.get(next) ?? low);
    }
    if (low === mine) {
      const members = open.splice(open.lastIndexOf(node));
      for (const member of members) homes.set(member, count);
      count++;
    }
    return low;
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  const groups = new Map<number, string[]>();
  for (const node of graph.keys()) {
    const home = homes.get(node) ?? count;
    const group = groups.get(home);
    if (group) group.push(node);
    else groups.set(home, [node]);
  }
  return [...groups.values()];
}
