import { Module } from '@nestjs/common';
import { UsersModule } from '../users/users.module';
import { GameBlobs } from './data/game-blobs';
import { GamesResolver } from './graphql/games.resolver';
import { GameHosts } from './game-hosts';
import { GamesService } from './games.service';
import { ArcadeFiles } from './http/arcade-files';
import { GameServer } from './http/game-server';
import { GamesController } from './http/games.controller';
import { HostGuard } from './http/host-guard';
import { MeterStreams } from './http/meter-streams';
import { PlayController } from './http/play.controller';
import { UploadReader } from './http/upload-reader';
import { PlayCredential } from './play-credential';
import { PlayMeter } from './play-meter';
import { PlayService } from './play.service';
import { PublishingService } from './publishing.service';
import { SampleGames } from './sample-games';

@Module({
  imports: [UsersModule],
  controllers: [GamesController, PlayController],
  providers: [
    GameHosts,
    GameBlobs,
    GamesService,
    PublishingService,
    SampleGames,
    PlayMeter,
    PlayService,
    PlayCredential,
    ArcadeFiles,
    GameServer,
    HostGuard,
    MeterStreams,
    UploadReader,
    GamesResolver,
  ],
  exports: [GameHosts],
})
export class GamesModule {}
