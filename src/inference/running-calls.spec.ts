import { EventBus } from '../common/events/event-bus';
import type { Caller } from '../common/security/caller';
import { Metrics } from '../common/telemetry/metrics';
import { RunningCalls } from './running-calls';

const ada = { userId: 'ada', permissions: new Set() } as unknown as Caller;
const bob = { userId: 'bob', permissions: new Set() } as unknown as Caller;

describe('RunningCalls', () => {
  let events: EventBus;
  let running: RunningCalls;
  beforeEach(() => {
    events = new EventBus();
    running = new RunningCalls(events, new Metrics());
    running.onModuleInit();
  });

  it('cuts the running calls of who is deactivated, and no others', () => {
    const cut: string[] = [];
    for (const caller of [ada, bob]) running.add({ caller, cut: () => cut.push(caller.userId) });
    events.emit('user.deactivated', { userId: 'ada' });
    expect(cut).toEqual(['ada']);
  });

  it('knows of who was let in before and has not begun', () => {
    const seen = running.stops;
    events.emit('user.deactivated', { userId: 'ada' });
    events.emit('session.ended', { sessionId: 's', userId: 'bob' });
    expect(running.stoppedSince(ada, seen)?.code).toBe('call_stopped');
    expect(running.stoppedSince(bob, seen)).toBeNull();
    expect(running.stoppedSince(ada, running.stops)).toBeNull();
  });

  it('lets nobody on whose stops it has forgotten', () => {
    const seen = running.stops;
    for (let at = 0; at <= 1000; at += 1) events.emit('user.deleted', { userId: `u${at}` });
    expect(running.stoppedSince(bob, seen)?.code).toBe('call_stopped');
    expect(running.stoppedSince(bob, seen + 1)).toBeNull();
  });
});
