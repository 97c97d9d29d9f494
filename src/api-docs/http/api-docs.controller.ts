import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { commonErrors } from '../../common/errors/common.errors';
import { registeredErrors } from '../../common/errors/define-errors';
import { Allow } from '../../common/security/allow';
import { ApiDocument } from '../api-document';
import { DOCS_PAGE, DOCS_POLICY, errorsPage, START_SCRIPT } from '../logic/pages';
import { swaggerFile } from '../swagger-files';

const HTML = 'text/html; charset=utf-8';

/** The API's description for programs and for people, without any other server. */
@Controller()
export class ApiDocsController {
  constructor(private readonly document: ApiDocument) {}

  @Get('docs-json')
  @Allow('public')
  json(): OpenAPIObject {
    return this.document.get();
  }

  @Get('docs')
  @Allow('public')
  @Header('content-type', HTML)
  @Header('content-security-policy', DOCS_POLICY)
  @Header('x-content-type-options', 'nosniff')
  page(): string {
    return DOCS_PAGE;
  }

  @Get('docs/errors')
  @Allow('public')
  @Header('content-type', HTML)
  @Header('content-security-policy', DOCS_POLICY)
  @Header('x-content-type-options', 'nosniff')
  errors(): string {
    return errorsPage(registeredErrors());
  }

  @Get('docs/start.js')
  @Allow('public')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('x-content-type-options', 'nosniff')
  start(): string {
    return START_SCRIPT;
  }

  @Get('docs/:file')
  @Allow('public')
  @Header('x-content-type-options', 'nosniff')
  @Header('cache-control', 'public, max-age=3600')
  file(@Param('file') name: string): StreamableFile {
    const found = swaggerFile(name);
    if (found === undefined) throw commonErrors.not_found({ what: 'This address' });
    return new StreamableFile(found.open(), { type: found.type });
  }
}
