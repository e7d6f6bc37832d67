--[[
Holds a waiting URL for one person, or lets go of it.

KEYS  as put.lua
ARGV  1 URL key  2 who  3 nowMs  4 until, epoch ms; 0 lets go  5 the claim, JSON

Returns 1; 0 where it doesn't wait, or another holds it.
]]
local held = redis.call('HGET', KEYS[3], ARGV[1])
local claim = held and cjson.decode(held) or nil
if ARGV[4] == '0' then
  if claim and claim.who == ARGV[2] then redis.call('HDEL', KEYS[3], ARGV[1]) end
  return 1
end
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 0 end
if claim and claim.who ~= ARGV[2] and claim.untilMs > tonumber(ARGV[3]) then return 0 end
redis.call('HSET', KEYS[3], ARGV[1], ARGV[5])
return 1
