--[[
Time passes: active listings whose time is over leave the list; ended ones that were remembered long
enough are forgotten.

KEYS, ARGV 1 and 2  as reputation/lua/listing.lua
ARGV  3 most listings to look at  4 ms that a listing is remembered after it ended

Returns {delisted, looked at}.
]]
local fields = redis.call('ZRANGEBYSCORE', expiry, '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
local delisted = 0
for _, field in ipairs(fields) do
  local listing = read(field)
  if listing and (listing.state == 'active' or listing.state == 'held' or listing.state == 'paused') then
    local was = threatOnList(listing)
    leaves(listing, 'expired', 'expired')
    listing.by, listing.hold = {}, cjson.null
    if was then
      tell('delisted', field, listing, was)
      delisted = delisted + 1
    end
    keep(field, listing, nowMs + tonumber(ARGV[4]))
  else
    redis.call('HDEL', listings, field)
    redis.call('ZREM', expiry, field)
  end
end
return {delisted, #fields}
