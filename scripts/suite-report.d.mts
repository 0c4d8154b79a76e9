interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly duration?: number | null;
    }[];
  }[];
}
export function droppedPairs(report: Report, pairs: readonly string[]): readonly string[];
export function costOfPairs(
  report: Report,
  pairs: readonly string[],
): readonly { readonly pair: string; readonly tests: number; readonly seconds: number }[];
