/** What is wrong with packed data, in words for the person who opened the file. */

export function endsEarly(kind: string): string {
  return `The ${kind} data ends early: the file was cut off. Everything before that was read.`;
}

export function damagedData(kind: string): string {
  return `The ${kind} data is damaged. What could be unpacked was read; some of it may be wrong.`;
}

export function followedByOther(kind: string): string {
  return `Behind the ${kind} data follow bytes of another kind; they were left out.`;
}
