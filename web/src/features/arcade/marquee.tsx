import { LogoMark } from '../../ui/logo';
import classes from './marquee.module.css';
import { texts } from './texts';

export function Marquee() {
  return (
    <div className={classes.marquee}>
      <h1 className={classes.title}>{texts.title}</h1>
      <p className={classes.lead}>{texts.lead}</p>
      <div className={classes.art}>
        <LogoMark size={96} />
      </div>
    </div>
  );
}
