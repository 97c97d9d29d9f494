import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { TakesBody, TakesQuery } from '../../common/http/describe';
import { parseBody } from '../../common/http/parse-body';
import { decodeCursor, encodeCursor, PAGE_ROWS_MAX, pageRows } from '../../common/paging/keyset';
import { Allow } from '../../common/security/allow';
import { renderUser, type RestUser } from '../render-user';
import { TokenTotals } from '../token-totals';
import { UsersService } from '../users.service';
import { createUserBody, listUsersQuery, updateUserBody } from './admin-users.schemas';

interface RestUserList {
  users: (RestUser & { total_tokens: number })[];
  next_cursor: string | null;
}

@Controller('admin/api/users')
export class AdminUsersController {
  constructor(
    private readonly users: UsersService,
    private readonly totals: TokenTotals,
  ) {}

  @Get()
  @Allow('admin')
  @TakesQuery(listUsersQuery)
  async list(@Query() query: unknown): Promise<RestUserList> {
    const { limit, cursor, search, is_active: isActive } = parseBody(listUsersQuery, query);
    const rows = pageRows(limit ?? PAGE_ROWS_MAX, 'limit');
    const after = cursor === undefined ? null : decodeCursor(cursor);
    const page = await this.users.list({ search, isActive }, rows, after);
    const totals = await this.totals.totalsByUser(page.rows.map(({ id }) => id));
    return {
      users: page.rows.map((user) => ({
        ...renderUser(user),
        total_tokens: totals.get(user.id) ?? 0,
      })),
      next_cursor: page.next === null ? null : encodeCursor(page.next),
    };
  }

  @Post()
  @Allow('admin')
  @TakesBody(createUserBody)
  async create(@Body() body: unknown): Promise<{ success: true; user: RestUser }> {
    const input = parseBody(createUserBody, body);
    const user = await this.users.create({
      username: input.username,
      password: input.password,
      tokenLimit: input.token_limit,
      isAdmin: input.is_admin,
    });
    return { success: true, user: renderUser(user) };
  }

  @Put(':id')
  @Allow('admin')
  @TakesBody(updateUserBody)
  async update(
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<{ success: true; user: RestUser }> {
    const changes = parseBody(updateUserBody, body);
    const user = await this.users.update(id, {
      isActive: changes.is_active,
      isAdmin: changes.is_admin,
      tokenLimit: changes.token_limit,
      password: changes.password,
    });
    return { success: true, user: renderUser(user) };
  }
}
