--[[
A person takes a listing back.

KEYS  1 listings  2 expiry  3 changes  4 seq
ARGV  1 field (hash of the expression)  2 nowMs  3 why, a sentence  4 epoch ms until which it can't be listed again
      5 rows of the log to keep

Returns overturned | unknown (nothing is known of the expression).
]]
local listings, expiry, changes, seq = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local stored = redis.call('HGET', listings, ARGV[1])
if not stored then return 'unknown' end
local listing = cjson.decode(stored)
if listing.state == 'active' then
  local row = redis.call('INCR', seq)
  redis.call('XADD', changes, 'MAXLEN', '~', ARGV[5], row .. '-0', 'kind', 'delisted', 'expression', listing.expression, 'threat', listing.threat, 'atMs', ARGV[2])
end
listing.state, listing.scopeReason, listing.expiresAtMs, listing.by = 'overturned', ARGV[3], tonumber(ARGV[4]), {}
redis.call('HSET', listings, ARGV[1], cjson.encode(listing))
redis.call('ZADD', expiry, ARGV[4], ARGV[1])
return 'overturned'
