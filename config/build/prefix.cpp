// Carries the precompiled prefix that the rooms share; room.cmake lists what is in it.
