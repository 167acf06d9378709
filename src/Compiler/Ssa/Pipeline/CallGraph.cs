using Go.Compiler.Collections;

namespace Go.Compiler.Ssa.Pipeline;

/// <summary>Strongly connected components in callees-first order (Tarjan, without recursion).</summary>
internal static class CallGraph
{
    public static List<EntityList<int>> Components(int count, Func<int, EntityList<int>> callees)
    {
        var components = new List<EntityList<int>>();
        int[] index = new int[count], low = new int[count];
        bool[] onStack = new bool[count];
        var stack = new Stack<int>();
        var work = new Stack<(int Node, EntityList<int> Next, int At)>();
        int clock = 0;
        for (int root = 0; root < count; root++)
        {
            if (index[root] != 0)
            {
                continue;
            }
            Open(root);
            while (work.TryPop(out (int Node, EntityList<int> Next, int At) top))
            {
                if (top.At < top.Next.Count)
                {
                    work.Push((top.Node, top.Next, top.At + 1));
                    int next = top.Next[top.At];
                    if (index[next] == 0)
                    {
                        Open(next);
                    }
                    else if (onStack[next])
                    {
                        low[top.Node] = Math.Min(low[top.Node], index[next]);
                    }
                    continue;
                }
                if (work.TryPeek(out (int Node, EntityList<int> Next, int At) parent))
                {
                    low[parent.Node] = Math.Min(low[parent.Node], low[top.Node]);
                }
                if (low[top.Node] == index[top.Node])
                {
                    Close(top.Node);
                }
            }
        }
        return components;

        void Open(int node)
        {
            index[node] = low[node] = ++clock;
            stack.Push(node);
            onStack[node] = true;
            work.Push((node, callees(node), 0));
        }

        void Close(int node)
        {
            var component = new EntityList<int>();
            int member;
            do
            {
                member = stack.Pop();
                onStack[member] = false;
                component.Add(member);
            }
            while (member != node);
            // Deterministic whatever the order of discovery.
            component.Sort();
            components.Add(component);
        }
    }
}
