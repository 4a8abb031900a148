// A proof as indented text, to be pasted into a letter or a sheet.
import type { Trace, TraceNode } from '@/api/types'

/** Title, nodes with two spaces a level, notes. */
export function outline(trace: Trace): string {
  return [trace.title, ...trace.nodes.flatMap((node) => lines(node, 0)), ...trace.notes].join('\n')
}

function lines(node: TraceNode, depth: number): string[] {
  const value = node.value === null ? '' : `\t${node.value}`
  const source = node.source ? `\t${node.source}` : ''
  return [`${'  '.repeat(depth)}${node.label}${value}${source}`, ...node.children.flatMap((child) => lines(child, depth + 1))]
}
