/** One visit of a host, in the clock of the bench. */
export interface HostVisit { readonly host: string; readonly fromMs: number; readonly toMs: number }

/** Replays a log of visits: how many began before the host's quiet after the one before was over. */
export const earlyVisits = (log: readonly HostVisit[], hostDelayMs: number): number => {
  const byHost = new Map<string, HostVisit[]>();
  for (const visit of log) {
    const visits = byHost.get(visit.host);
    if (visits === undefined) byHost.set(visit.host, [visit]);
    else visits.push(visit);
  }
  let early = 0;
  for (const visits of byHost.values()) {
    visits.sort((a, b) => a.fromMs - b.fromMs);
    visits.forEach(({ fromMs }, at) => {
      const before = visits[at - 1];
      if (before !== undefined && fromMs < before.toMs + hostDelayMs) early++;
    });
  }
  return early;
};
