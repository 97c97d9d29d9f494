import { Injectable, type INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { tidyDocument } from './logic/tidy-document';

const DESCRIPTION =
  'Send a JWT or an API key as `Authorization: Bearer …`, or an API key as `x-api-key`. Errors are RFC 9457 problem+json with `code` and `request_id`; the addresses of a dialect answer in that dialect.';

/** The OpenAPI document of the REST routes. Made when it is first asked for: the start need not wait. */
@Injectable()
export class ApiDocument {
  private app: INestApplication | undefined;
  private document: OpenAPIObject | undefined;

  /** Call once, before listening: only the application itself knows its routes. */
  describe(app: INestApplication): void {
    this.app = app;
  }

  get(): OpenAPIObject {
    this.document ??= tidyDocument(SwaggerModule.createDocument(this.app!, basics()));
    return this.document;
  }
}

function basics(): Omit<OpenAPIObject, 'paths'> {
  return new DocumentBuilder()
    .setTitle('Coinop')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addBearerAuth()
    .addApiKey({ type: 'apiKey', in: 'header', name: 'x-api-key' }, 'api-key')
    .build();
}
