import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { GameBlobs } from './data/game-blobs';
import { PublishingService } from './publishing.service';

const SAMPLES = [
  {
    file: 'lantern-keeper.html',
    title: 'The Lantern Keeper',
    description:
      'A small text adventure on a foggy coast. You keep the light; the narrator is a model and answers whatever you try.',
  },
];

/** Puts the games that ship with the server into the arcade, so that there is something to play at once. */
@Injectable()
export class SampleGames implements OnApplicationBootstrap {
  constructor(
    private readonly publishing: PublishingService,
    private readonly blobs: GameBlobs,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.blobs.clearAbandoned(Date.now());
    for (const { file, title, description } of SAMPLES) {
      const html = await readFile(join(__dirname, 'samples', file));
      await this.publishing.publishSample(file, title, description, html);
    }
  }
}
