--[[
What replicas read at their start: the facts of all active listings whose field starts with these characters.
Only reads.

KEYS  1 facts: starts the keys of its buckets, all of this slot
ARGV  1... starts, two characters each

Returns a list of 64 texts a start, one a bucket in the order of the base64url alphabet: rest of the field (40
characters) and facts (14 bytes), again and again.
]]
local alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
local buckets = {}
for _, start in ipairs(ARGV) do
  for index = 1, #alphabet do
    buckets[#buckets + 1] = table.concat(redis.call('HGETALL', KEYS[1] .. start .. string.sub(alphabet, index, index)))
  end
end
return buckets
