--[[
One more row of the audit, chained to the row before it by its hash.

KEYS  1 audit (stream)  2 newest hash
ARGV  1 the row, JSON

Returns the row's number. Its hash is the SHA-1 of the hash before it, a space, and the row.
]]
local before = redis.call('GET', KEYS[2]) or ''
local hash = redis.sha1hex(before .. ' ' .. ARGV[1])
local number = redis.call('XLEN', KEYS[1]) + 1
redis.call('XADD', KEYS[1], number .. '-0', 'row', ARGV[1], 'hash', hash)
redis.call('SET', KEYS[2], hash)
return number
