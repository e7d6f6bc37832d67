-- What time alone does to a URL, done when a script meets it: shared by offer and lease.
--   leases  ZSET  id by deadline, epoch ms
--   holders HASH  id -> token (12 bytes), deadline (6 bytes)
--   hosts   ZSET  host by when it may be leased again

-- A resting URL whose time has come is due.
local function comeDue(id, r)
  if r.state ~= RESTING then return end
  r.state = DUE
  count('due:' .. r.lane, 1)
  store(id, r)
end

-- A lease whose deadline has passed costs an attempt, and its host the usual quiet from the deadline on.
local function takeBack(id, r, deadline, now, hostDelayMs)
  redis.call('ZREM', leasesKey, id)
  redis.call('HDEL', holdersKey, id)
  redis.call('ZADD', hostsKey, deadline + hostDelayMs, hostOf(r.url))
  r.state, r.due, r.attempts = DUE, deadline, math.min(r.attempts + 1, 255)
  count('due:' .. r.lane, 1)
  place(id, r, now)
  store(id, r)
end
