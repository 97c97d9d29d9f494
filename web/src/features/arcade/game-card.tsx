import { Skeleton } from '@mantine/core';
import { playPath } from '../../lib/paths';
import { CoverArt } from '../../ui/cover-art';
import { IconPlay } from '../../ui/icons';
import classes from './game-card.module.css';
import type { GameCardFacts } from './games';
import { texts } from './texts';

export function GameCard({ game }: { game: GameCardFacts }) {
  return (
    <li>
      <article className={classes.card}>
        <div className={classes.screen}>
          <CoverArt seed={game.title} className={classes.cover} />
        </div>
        <div className={classes.label}>
          <div className={classes.words}>
            <h2 className={classes.title}>
              <a href={playPath(game.id)} className={classes.link}>
                <bdi>{game.title}</bdi>
              </a>
            </h2>
            <p className={classes.author}>
              <bdi>{game.author === null ? texts.house : texts.by(game.author.username)}</bdi>
            </p>
          </div>
          <span className={classes.go} aria-hidden="true">
            <IconPlay size={20} />
          </span>
        </div>
        {game.description !== '' && (
          <p className={classes.description}>
            <bdi>{game.description}</bdi>
          </p>
        )}
      </article>
    </li>
  );
}

/** Takes exactly the room of a card, so nothing moves when the games arrive. */
function GhostCard() {
  return (
    <li>
      <div className={classes.card}>
        <Skeleton className={classes.screen} w="auto" radius={10} />
        <div className={classes.label}>
          <div className={classes.words}>
            <Skeleton h={16} w={140} my={3} />
            <Skeleton h={12} w={90} mt={8} />
          </div>
          <Skeleton circle h={44} w={44} />
        </div>
      </div>
    </li>
  );
}

export function GameGrid({ games }: { games: GameCardFacts[] | undefined }) {
  return (
    <ul className={classes.grid} aria-busy={games === undefined}>
      {games === undefined
        ? ['a', 'b', 'c', 'd'].map((key) => <GhostCard key={key} />)
        : games.map((game) => <GameCard key={game.id} game={game} />)}
    </ul>
  );
}
