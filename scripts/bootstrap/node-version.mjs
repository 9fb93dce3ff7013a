/**
 * Imported first by every command, for its effect: an old Node would otherwise end in a stack trace
 * about something that has nothing to do with the cause.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Loadstone needs Node 20.19 or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}
