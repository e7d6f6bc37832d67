--[[
A person takes a listing back.

KEYS, ARGV 1 and 2  as reputation/lua/listing.lua
ARGV  3 field (hash of the expression)  4 why, a sentence  5 epoch ms until which it can't be listed again

Returns overturned | unknown (nothing is known of the expression).
]]
local field = ARGV[3]
local listing = read(field)
if not listing then return 'unknown' end
local was = threatOnList(listing)
leaves(listing, 'overturned', 'overturned')
listing.note, listing.expiresAtMs, listing.by, listing.hold = ARGV[4], tonumber(ARGV[5]), {}, cjson.null
if was then tell('delisted', field, listing, was) end
keep(field, listing, listing.expiresAtMs)
return 'overturned'
