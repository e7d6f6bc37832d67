--[[
A URL waits for a person: new, or judged again.

KEYS  1 order  2 items  3 claims  4 appeals  5 shape: starts the keys of shapes, all of this slot
ARGV  1 URL key  2 its place in the order  3 the item, JSON  4 its shape, empty for none  5 atMs of its look  6 most items

Returns how many were dropped: of more than `most`, those that are worth least.
]]
local function out(key)
  local stored = redis.call('HGET', KEYS[2], key)
  if stored then
    local shape = cjson.decode(stored).item.shape
    if type(shape) == 'string' then redis.call('ZREM', KEYS[5] .. shape, key) end
  end
  redis.call('ZREM', KEYS[1], key)
  redis.call('HDEL', KEYS[2], key)
end
out(ARGV[1])
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
if ARGV[4] ~= '' then redis.call('ZADD', KEYS[5] .. ARGV[4], ARGV[5], ARGV[1]) end
local over = redis.call('ZCARD', KEYS[1]) - tonumber(ARGV[6])
if over <= 0 then return 0 end
local least = redis.call('ZRANGE', KEYS[1], 0, over - 1)
for _, key in ipairs(least) do
  out(key)
  redis.call('HDEL', KEYS[3], key)
end
return #least
