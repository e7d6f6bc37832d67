-- Ends a lease for its holder: shared by settle, defer and bury.
--   holders HASH  id -> token (12 bytes), deadline (6 bytes)
--   hosts   ZSET  host by when it may be leased again; LEASED_UNTIL_ENDED while a lease is out

-- The record of a leased URL where `token` holds it and the deadline has not come, else nil. The lease has then ended.
local function endLease(id, token, now, quietUntil)
  local holder = redis.call('HGET', holdersKey, id)
  if not holder then return nil end
  local held, deadline = struct.unpack('>c12I6', holder)
  if held ~= token or deadline <= now then return nil end
  local r = load(id)
  redis.call('HDEL', holdersKey, id)
  redis.call('ZREM', leasesKey, id)
  redis.call('ZADD', hostsKey, quietUntil, hostOf(r.url))
  return r
end
