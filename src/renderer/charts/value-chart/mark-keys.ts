/** What a key does to the place among `count` marks; null: nothing. Without a place, the first step goes to `start`. */
export function markAfterKey(
  key: string,
  shift: boolean,
  at: number | null,
  count: number,
  start: number,
): number | null {
  if (count === 0) return null;
  const step = shift ? 10 : 1;
  const move = (by: number): number =>
    at === null ? Math.min(Math.max(start, 0), count - 1) : Math.min(Math.max(at + by, 0), count - 1);
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return move(step);
    case 'ArrowLeft':
    case 'ArrowDown':
      return move(-step);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
