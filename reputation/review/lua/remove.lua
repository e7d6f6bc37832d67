--[[
A URL no longer waits for a person.

KEYS  as put.lua
ARGV  1 URL key

Returns 1, or 0 where it didn't wait.
]]
local stored = redis.call('HGET', KEYS[2], ARGV[1])
if stored then
  local shape = cjson.decode(stored).item.shape
  if type(shape) == 'string' then redis.call('ZREM', KEYS[5] .. shape, ARGV[1]) end
end
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('HDEL', KEYS[3], ARGV[1])
redis.call('HDEL', KEYS[4], ARGV[1])
return redis.call('ZREM', KEYS[1], ARGV[1])
