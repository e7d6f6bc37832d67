--[[
Time passes: active listings whose time is over leave the list; ended ones that were remembered long
enough are forgotten.

KEYS  1 listings  2 expiry  3 changes  4 seq
ARGV  1 nowMs  2 most listings to look at  3 ms that a listing is remembered after it ended  4 rows of the log to keep

Returns {delisted, looked at}.
]]
local listings, expiry, changes, seq = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local nowMs = tonumber(ARGV[1])
local fields = redis.call('ZRANGEBYSCORE', expiry, '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
local delisted = 0
for _, field in ipairs(fields) do
  local stored = redis.call('HGET', listings, field)
  local listing = stored and cjson.decode(stored) or nil
  if listing and (listing.state == 'active' or listing.state == 'held') then
    if listing.state == 'active' then
      local row = redis.call('INCR', seq)
      redis.call('XADD', changes, 'MAXLEN', '~', ARGV[4], row .. '-0', 'kind', 'delisted', 'expression', listing.expression, 'threat', listing.threat, 'atMs', ARGV[1])
      delisted = delisted + 1
    end
    listing.state, listing.by = 'expired', {}
    redis.call('HSET', listings, field, cjson.encode(listing))
    redis.call('ZADD', expiry, nowMs + tonumber(ARGV[3]), field)
  else
    redis.call('HDEL', listings, field)
    redis.call('ZREM', expiry, field)
  end
end
return {delisted, #fields}
