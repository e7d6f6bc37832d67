--[[
A verdict arrives: it becomes the newest of its URL, and the listings follow.

KEYS, ARGV 1 and 2  as reputation/lua/listing.lua
KEYS  6 verdict  7 tally  8 recent  9 tested
ARGV  3 atMs of the verdict
      4 the verdict, JSON
      5 what the look means: malicious | clean | clean-for-sure | suspicious | nothing
      6 URL key
      7 clean looks in a row that take the blame off a URL
      8 ms that a verdict is kept at least
      9 ms that a listing is remembered after it ended
     10 kind of the verdict, or "looking-again" for one that another look will replace
     11 URL keys to keep among the recent ones
     12 score of the verdict in hundredths; empty where nothing was visited
     13 verdicts to keep among the tested
     14 factor on the life of a listing that has been on the list before
     15... for each expression to blame: field (hash of it), listing as JSON

Returns a RecordOutcome (reputation/contract.ts).

A verdict at rest is one line "<atMs> <outcome> <field>,<field> <kind> <same before> <was malicious> <since ms>", and then
the JSON. The fields are those of the listings that the URL is blamed in; the last four are its history, which
one that another look will replace leaves as it was. A listing ends when the last of the URLs that it stands on is cleared.
]]
local verdictKey = KEYS[6]
local atMs, verdict, look, urlKey = tonumber(ARGV[3]), ARGV[4], ARGV[5], ARGV[6]
local cleanLooks, verdictMs, rememberMs = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local kind, recentKeys = ARGV[10], tonumber(ARGV[11])
local comeback = tonumber(ARGV[14])
local firstTarget = 15
local mostUrls = 16

local known = redis.call('GET', verdictKey)
local blamed, isBlamed = {}, {}
local lastKind, sameBefore, wasMalicious, sinceMs = '-', 0, 0, ARGV[3]
local function blame(field)
  if not isBlamed[field] then
    isBlamed[field] = true
    blamed[#blamed + 1] = field
  end
end
if known then
  local lineEnd = string.find(known, '\n', 1, true)
  local knownAt, knownOutcome, fields, knownKind, knownSame, knownBad, knownSince = string.match(string.sub(known, 1, lineEnd - 1), '^(%d+) (%S+) (%S*) (%S+) (%d+) (%d) (%d+)$')
  if tonumber(knownAt) > atMs then return 'outdated' end
  if tonumber(knownAt) == atMs and string.sub(known, lineEnd + 1) == verdict then return knownOutcome end
  for field in string.gmatch(fields, '[^,]+') do blame(field) end
  lastKind, sameBefore, wasMalicious, sinceMs = knownKind, tonumber(knownSame), tonumber(knownBad), knownSince
end

local function joined(old, new)
  local seen, all = {}, {}
  for source in string.gmatch(old .. ',' .. new, '[^,]+') do
    if not seen[source] and #all < mostUrls then
      seen[source] = true
      all[#all + 1] = source
    end
  end
  return table.concat(all, ',')
end

-- Adds the URL to those that the listing stands on; of too many, the one nearest to being cleared makes room.
local function standOn(by)
  by[urlKey] = 0
  local count, cleanest = 0, nil
  for key, clean in pairs(by) do
    count = count + 1
    if key ~= urlKey and (cleanest == nil or clean > by[cleanest]) then cleanest = key end
  end
  if count > mostUrls then by[cleanest] = nil end
  return by
end

local function leastClean(by)
  local least = nil
  for _, clean in pairs(by) do
    if least == nil or clean < least then least = clean end
  end
  return least or 0
end

local furthestMs = 0
local function list(field, listing)
  local old = read(field)
  if old and old.state == 'overturned' then return 'held' end
  local was = threatOnList(old)
  local lives = old and (old.state == 'active' or old.state == 'held' or old.state == 'paused')
  if old then
    listing.firstSeenMs = math.min(old.firstSeenMs, listing.firstSeenMs)
    listing.lastSeenMs = math.max(old.lastSeenMs, listing.lastSeenMs)
    listing.sources = joined(old.sources, listing.sources)
    listing.earlier, listing.listedAtMs, listing.released, listing.approvers = old.earlier, old.listedAtMs, lives and old.released or nil, lives and old.approvers or nil
    if lives then listing.expiresAtMs = math.max(old.expiresAtMs, listing.expiresAtMs) end
  end
  listing.by = standOn(lives and old.by or {})
  furthestMs = math.max(furthestMs, listing.expiresAtMs)
  if old and old.state == 'paused' then
    listing.state, listing.note, listing.hold = 'paused', old.note, cjson.null
    keep(field, listing, listing.expiresAtMs)
    return 'held'
  end
  -- What people released stays released, and what is on the list is not taken off for its radius alone.
  if listing.state == 'held' and listing.hold.kind ~= 'shared' and (listing.released or (was and listing.hold.kind == 'radius')) then
    listing.state, listing.hold = 'active', cjson.null
  end
  if listing.state == 'held' then
    if old and old.state == 'held' and type(old.hold) == 'table' then listing.hold.approvals = old.hold.approvals end
    if was then
      listing.state = 'active'
      leaves(listing, 'held', 'held')
    end
    if was or not old or old.state ~= 'held' then tell('held', field, listing, was) end
    keep(field, listing, listing.expiresAtMs)
    return 'held'
  end
  if not was then
    -- A comeback lives longer.
    if (listing.earlier or '') ~= '' then listing.expiresAtMs = nowMs + math.floor((listing.expiresAtMs - nowMs) * comeback) end
    enters(listing)
    furthestMs = math.max(furthestMs, listing.expiresAtMs)
  end
  local outcome = was and 'renewed' or 'listed'
  tell(outcome, field, listing, was)
  keep(field, listing, listing.expiresAtMs)
  return outcome
end

-- What a look that isn't malicious does to one listing that the URL is blamed in; the second result is
-- whether the URL stays blamed.
local function review(field)
  local listing = read(field)
  if not listing or (listing.state ~= 'active' and listing.state ~= 'held' and listing.state ~= 'paused') or not listing.by[urlKey] then return 'unlisted', false end
  local was = threatOnList(listing)
  local standing = was and 'listed' or 'held'
  if look == 'nothing' then return standing, true end
  if look == 'suspicious' then listing.by[urlKey] = 0
  elseif look == 'clean' then listing.by[urlKey] = listing.by[urlKey] + 1
  else listing.by[urlKey] = cleanLooks end
  local cleared = listing.by[urlKey] >= cleanLooks
  if cleared then listing.by[urlKey] = nil end
  if next(listing.by) then
    listing.cleanLooks = leastClean(listing.by)
    keep(field, listing, listing.expiresAtMs)
    return standing, not cleared
  end
  leaves(listing, 'expired', 'clean')
  listing.cleanLooks, listing.expiresAtMs, listing.hold = cleanLooks, nowMs, cjson.null
  if was then tell('delisted', field, listing, was) end
  keep(field, listing, nowMs + rememberMs)
  return was and 'delisted' or 'unlisted', false
end

-- Of several listings the outcome that a reader must know of first.
local rank = { listed = 5, renewed = 4, delisted = 3, held = 2, unlisted = 1 }
local outcome = 'unlisted'
local function tellOutcome(other)
  if rank[other] > rank[outcome] then outcome = other end
end

if look == 'malicious' then
  for argument = firstTarget, #ARGV, 2 do
    tellOutcome(list(ARGV[argument], cjson.decode(ARGV[argument + 1])))
    blame(ARGV[argument])
  end
else
  local still = {}
  for _, field in ipairs(blamed) do
    local told, stays = review(field)
    tellOutcome(told)
    if stays then still[#still + 1] = field end
  end
  blamed = still
end

if kind ~= 'looking-again' then
  if kind == lastKind then
    sameBefore = sameBefore + 1
  else
    sameBefore, sinceMs = 0, ARGV[3]
  end
  if lastKind == 'malicious' then wasMalicious = 1 end
  lastKind = kind
  if ARGV[12] ~= '' and kind ~= 'undecided' then
    redis.call('XADD', KEYS[9], 'MAXLEN', '~', ARGV[13], '*', 'k', urlKey, 'v', kind, 's', ARGV[12], 'at', ARGV[3])
  end
  redis.call('HINCRBY', KEYS[7], kind, 1)
  redis.call('LREM', KEYS[8], 1, urlKey)
  redis.call('LPUSH', KEYS[8], urlKey)
  redis.call('LTRIM', KEYS[8], 0, recentKeys - 1)
end

local head = table.concat({ ARGV[3], outcome, table.concat(blamed, ','), lastKind, sameBefore, wasMalicious, sinceMs }, ' ')
redis.call('SET', verdictKey, head .. '\n' .. verdict, 'PX', string.format('%d', math.max(verdictMs, furthestMs - nowMs)))
return outcome
