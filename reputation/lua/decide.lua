--[[
A person decides about a listing.

KEYS, ARGV 1 and 2  as reputation/lua/listing.lua
ARGV  3 field (hash of the expression)  4 approve | pause | resume  5 who: the id of a key  6 note, may be empty

Returns
  listed     approve: the last approval that was needed came; resume: it is on the list again
  approved   approve: counted, others must agree as well
  again      approve: this one has approved already
  paused     pause
  shared     approve: it would block everybody on a shared host; nobody can release it
  not-so     it isn't in a state to which this decision can be applied, or its time is over
  unknown    nothing is known of the expression
]]
local field, action, who, note = ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local listing = read(field)
if not listing then return 'unknown' end
local was = threatOnList(listing)
local function publish()
  if listing.expiresAtMs <= nowMs then return 'not-so' end
  enters(listing)
  listing.hold, listing.released = cjson.null, 1
  tell('listed', field, listing, was)
  keep(field, listing, listing.expiresAtMs)
  return 'listed'
end
if action == 'approve' then
  if listing.state ~= 'held' or type(listing.hold) ~= 'table' then return 'not-so' end
  if listing.hold.kind == 'shared' then return 'shared' end
  local approvers, count = {}, 0
  for one in string.gmatch(listing.approvers or '', '[^,]+') do
    if one == who then return 'again' end
    approvers[#approvers + 1] = one
  end
  approvers[#approvers + 1] = who
  listing.approvers, listing.hold.approvals = table.concat(approvers, ','), #approvers
  if #approvers >= listing.hold.approvalsNeeded then return publish() end
  keep(field, listing, listing.expiresAtMs)
  return 'approved'
end
if action == 'pause' then
  if listing.state ~= 'active' and listing.state ~= 'held' then return 'not-so' end
  leaves(listing, 'paused', 'paused')
  listing.hold, listing.note = cjson.null, note
  if was then tell('paused', field, listing, was) end
  keep(field, listing, listing.expiresAtMs)
  return 'paused'
end
if listing.state ~= 'paused' then return 'not-so' end
listing.note = cjson.null
return publish()
