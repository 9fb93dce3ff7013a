/** A failure whose message is all a person needs: it is printed as one line, without a stack. */
export class CommandError extends Error {
  /**
   * @param {string} message
   * @param {number} [exitCode] 2 for wrong usage, 1 for everything else
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}
