import multipart from '@fastify/multipart';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Config } from '../../common/config/config';
import { commonErrors } from '../../common/errors/common.errors';
import { gamesErrors } from '../games.errors';
import { PublishingService } from '../publishing.service';

const FIELDS_MAX = 8;
const FIELD_BYTES_MAX = 8 * 1024;
/** Room for the frame of a multipart body around its file. */
const FRAME_BYTES_MAX = 64 * 1024;

export interface ReadUpload {
  fields: Record<string, string>;
  /** Path of the received file; undefined when the form had none. */
  file: string | undefined;
}

/** Reads a multipart form with one file, streaming the file to disk. */
@Injectable()
export class UploadReader {
  constructor(
    adapters: HttpAdapterHost,
    private readonly publishing: PublishingService,
    private readonly config: Config,
  ) {
    void adapters.httpAdapter.getInstance<FastifyInstance>().register(multipart);
  }

  /** Hands the form to `work` and removes the file afterwards, however that ends. */
  async read<T>(request: FastifyRequest, work: (upload: ReadUpload) => Promise<T>): Promise<T> {
    if (!request.isMultipart()) {
      throw commonErrors.unsupported_media_type({ expected: 'multipart/form-data' });
    }
    this.refuseEarly(request);
    const upload: ReadUpload = { fields: {}, file: undefined };
    try {
      await this.readParts(request, upload);
      return await work(upload);
    } finally {
      if (upload.file !== undefined) await this.publishing.discard(upload.file);
    }
  }

  private async readParts(request: FastifyRequest, upload: ReadUpload): Promise<void> {
    const parts = request.parts({
      limits: {
        files: 1,
        fields: FIELDS_MAX,
        fieldSize: FIELD_BYTES_MAX,
        parts: FIELDS_MAX + 1,
        // One more than allowed, so that `receive` sees that it is too much.
        fileSize: this.config.env.GAME_UPLOAD_BYTES_MAX + 1,
      },
    });
    for await (const part of parts) {
      if (part.type === 'field') {
        upload.fields[part.fieldname] = typeof part.value === 'string' ? part.value : '';
      } else if (part.fieldname === 'file') {
        upload.file = await this.publishing.receive(part.file);
      } else {
        part.file.resume();
      }
    }
  }

  private refuseEarly(request: FastifyRequest): void {
    const limitBytes = this.config.env.GAME_UPLOAD_BYTES_MAX;
    const said = Number(request.headers['content-length'] ?? 0);
    if (said > limitBytes + FRAME_BYTES_MAX) throw gamesErrors.game_too_large({ limitBytes });
  }
}
