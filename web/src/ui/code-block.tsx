import classes from './code-block.module.css';
import { CopyButton } from './copy-button';

export function CodeBlock({ code, label }: { code: string; label: string }) {
  return (
    <div className={classes.block}>
      <div className={classes.copy}>
        <CopyButton value={code} label={label} />
      </div>
      {/* Scrolls sideways on a phone, so the keyboard must be able to reach it. */}
      <pre className={classes.code} tabIndex={0} role="group" aria-label={label}>
        <code>{code}</code>
      </pre>
    </div>
  );
}
