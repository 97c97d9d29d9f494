const CHECK_EVERY_MS = 500;

/**
 * npm gives SIGTERM to the shell it started us with, which dies and leaves us behind as an orphan that
 * still holds the port. So under npm the server leaves when its parent does.
 */
export function leaveWithParent(close: () => Promise<void>): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    void close().then(() => process.exit(0));
  }, CHECK_EVERY_MS);
  timer.unref();
}
